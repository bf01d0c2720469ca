"""REST resources: thin, they call workflows and the applets' doors."""
