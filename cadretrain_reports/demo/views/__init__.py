"""Pages of the embedded host. Everything shown or done is bound to the signed-in user."""
