"""UK sanctions and military measures over Russia's war on Ukraine, each status traced to the words that say so."""

__version__ = "0.1.0"
