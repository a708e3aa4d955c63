"""One file a lab: joins a network, its data and its pages of panels."""
