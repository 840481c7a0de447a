"""How members submit and look after their songs."""
