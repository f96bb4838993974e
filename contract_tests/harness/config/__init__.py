"""The options of a run: flags, shopstub.toml, plain pytest; one model has their defaults."""
