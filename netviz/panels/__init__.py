"""One file a panel: each draws one view of one snapshot."""
