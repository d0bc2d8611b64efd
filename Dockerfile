# syntax=docker/dockerfile:1
# Two images of this checkout: `product` (oracle, indexer, API, monitor) and `node` (the same, with Besu under our supervisor).
#   docker build --target product --tag quaychain:0.1.0 .
#   docker build --target node --tag quaychain-node:0.1.0-besu26.8.0 .
FROM python:3.11.16-slim-trixie AS python

FROM python AS build
WORKDIR /source
COPY requirements/product.txt requirements/build.txt requirements/
RUN python -m venv --without-pip /opt/quaychain \
  && python -m venv /opt/build \
  && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes \
    --requirement requirements/build.txt \
  && /opt/build/bin/pip --python /opt/quaychain/bin/python install --no-cache-dir --disable-pip-version-check --only-binary :all: \
    --require-hashes --requirement requirements/product.txt
COPY . .
RUN /opt/build/bin/pip wheel --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir /wheels . \
  && /opt/build/bin/pip --python /opt/quaychain/bin/python install --no-cache-dir --disable-pip-version-check --no-deps --no-index \
    --find-links /wheels quaychain

FROM python AS product
RUN groupadd --gid 1000 quaychain && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /tmp quaychain
COPY --from=build /opt/quaychain /opt/quaychain
# The root file system is read-only where this runs.
ENV PATH=/opt/quaychain/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ETH_HASH_BACKEND=pysha3
USER 1000:1000
ENTRYPOINT ["quaychain"]
CMD ["--help"]

FROM hyperledger/besu:26.8.0 AS besu

FROM product AS node
# Besu and the Java it was tested with, from its own image: of the system they need no more than libc and libstdc++.
COPY --from=besu /opt/java/openjdk /opt/java/openjdk
COPY --from=besu /opt/besu /opt/besu
# RocksDB's memory would fragment with as many arenas as glibc makes by itself.
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/besu/bin:/opt/java/openjdk/bin:$PATH MALLOC_ARENA_MAX=2
