"""Pages for people: plain Django, thin, they call workflows and the applets' doors."""
