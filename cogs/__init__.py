"""The commands: a cog receives, calls one service, answers. All modules of this folder are loaded at the start."""
