"""What a person sees or presses: forms, buttons, boards; stateless, every custom_id carries what it needs."""
