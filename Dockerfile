# The image of `ingest` and `api`: the repository with its locked packages and the built dashboard, so
# that a container starts without installing or building anything.
FROM node:24.21.0-bookworm-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/setup.mjs scripts/
RUN node scripts/setup.mjs && npm cache clean --force

COPY . .
RUN npm run build && mkdir /data && chown node:node /data

USER node
ENV NODE_ENV=production TIDEMARK_DATA=/data
VOLUME /data
