# One image for everything: alone it runs `manage.py up`; in a cluster the same image is web server or worker.

FROM node:24-slim AS bundle
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static static
RUN npm run build

FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY requirements.lock ./
# The lock is complete: nothing is resolved again.
RUN /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock

FROM python:3.13-slim
# The font sets Chinese articles as PDF.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk tesseract-ocr tesseract-ocr-chi-sim \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home surveygo \
    && install --directory --owner surveygo --mode 700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY LICENSE manage.py ./
COPY pipeline pipeline
COPY surveygo surveygo
COPY templates templates
COPY samples samples
COPY --from=bundle /build/static/dist static/dist
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PORT=8000 SURVEYGO_HOST=0.0.0.0 SURVEYGO_DATA=/data
RUN python -m compileall -q pipeline surveygo
USER surveygo
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["python", "manage.py", "up"]
