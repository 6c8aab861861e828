// Filter and sort the table of measures. Without this the page says the same, by kind.
(function () {
  "use strict";
  const table = document.getElementById("measures");
  const rows = [...table.querySelectorAll("tr[data-kind]")];
  const heads = [...table.querySelectorAll("tr.kind")];
  const order = [...table.querySelectorAll("tbody > tr")];
  const body = table.tBodies[0];
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  let sorted = "";

  function apply() {
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = form.elements.kind.value;
    const status = form.elements.status.value;
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const keep = (!kind || row.dataset.kind === kind) && (!status || row.dataset.status === status) &&
        (!form.elements.disputed.checked || row.dataset.disputed === "true") && words.every((word) => text.includes(word));
      row.hidden = !keep;
      shown += keep ? 1 : 0;
    }
    for (const head of heads) {
      head.hidden = Boolean(sorted) || !rows.some((row) => !row.hidden && row.dataset.under === head.dataset.under);
    }
    count.textContent = shown + " of " + rows.length + " measures";
  }

  function sort(heading, column) {
    const down = heading.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("thead th").forEach((one) => one.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    sorted = column;
    const by = (row) => row.dataset[column];
    const found = [...rows].sort((a, b) => by(a).localeCompare(by(b), "en", { numeric: true }));
    body.append(...heads, ...(down ? found.reverse() : found));
    apply();
  }

  table.querySelectorAll("thead th").forEach((heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => sort(heading, heading.dataset.sort));
  });
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("all").addEventListener("click", () => {
    form.reset();
    sorted = "";
    table.querySelectorAll("thead th").forEach((one) => one.removeAttribute("aria-sort"));
    body.append(...order);
    apply();
  });
  form.hidden = false;
  apply();
})();
