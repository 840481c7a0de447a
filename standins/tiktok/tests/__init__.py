"""Proof that the stand-in of TikTok LIVE is what the unmodified TikTokLive 7.0.1 expects, in good and in bad."""
