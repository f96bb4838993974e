"""The plug-in that adds the behaviour of this shop to the operations of its contract."""
