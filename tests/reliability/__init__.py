"""Experiments on the whole program: kills, power cuts, full disks, damage, hostile input, simultaneous writers."""
