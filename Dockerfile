# The image of web, worker and schedule. Each stage uses the same lock files as bin/setup.
FROM python:3.11-slim AS assets
WORKDIR /build
COPY requirements-assets.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-assets.txt
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/build.mjs .
COPY frontend/src src
RUN npm run build

FROM python:3.11-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=renovation.settings.production VAR_DIR=/srv/var HOST=0.0.0.0
# The monthly report as PDF: Pango lays out, Noto has the signs where the office's own fonts are not installed.
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends \
    fontconfig fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --home-dir /srv renovation && mkdir -p /srv/var/media
WORKDIR /srv/app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /build/frontend/dist frontend/dist
# Collected into the image, not into a volume, so that pages and files are always of one version.
RUN SECRET_KEY=only-for-this-step ALLOWED_HOSTS= python manage.py collectstatic --no-input --verbosity 0 \
    && chown -R renovation /srv/var
USER renovation
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
