"""An adviser does something together with the client, on a mandate that is written down."""
