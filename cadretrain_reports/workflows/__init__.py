"""Acts that cross applets: one function, one transaction, read like the clause it carries out."""
