"""A made-up conference, stand-in servers, and the demo on a simulated Discord."""
