# The bot in a container: one process, not as root, its data in the volume /data. See docs/running.md.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DATA_DIR=/data/show BACKUP_DIR=/data/backups OVERLAY_PORT=8080

RUN useradd --uid 10001 --create-home bot && mkdir /data && chown bot:bot /data
WORKDIR /bot
COPY requirements.txt .
RUN pip install --disable-pip-version-check --require-hashes -r requirements.txt
COPY . .

USER bot
VOLUME /data
# In a crash loop the bot waits up to five minutes before it connects.
HEALTHCHECK --interval=30s --timeout=8s --start-period=6m --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=6)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "bot.py"]
