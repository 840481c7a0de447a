"""Listens to a creator's TikTok LIVE; the only room that imports TikTokLive."""
