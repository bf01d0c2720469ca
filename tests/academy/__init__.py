"""The world in which it is tested who sees what: its tables, who may see what by plain loops, and all endpoints."""
