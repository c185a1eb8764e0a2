# Two images of the emulator:
#   docker build -t understudy .                      with a shell, init scripts and what Testcontainers modules for LocalStack look for
#   docker build -t understudy:slim --target slim .   with nothing else in it
#   docker run --rm -p 127.0.0.1:4566:4566 understudy
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/setup scripts/setup
RUN scripts/setup run \
 && apt-get update && apt-get install -y --no-install-recommends busybox-static
COPY . .
ARG CMAKE_BUILD_PARALLEL_LEVEL
# Where scripts/image brings a compiler cache along, what scripts/build has compiled is not compiled again.
ENV LANG=C.UTF-8 CCACHE_DIR=/var/cache/ccache CCACHE_BASEDIR=/src CCACHE_NOHASHDIR=1 \
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
RUN cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DUNDERSTUDY_EXAMPLES=OFF -DUNDERSTUDY_BENCH=OFF \
 && cmake --build build/release --target understudy_main \
 && strip build/release/understudy
# What both images hold: the binary, the shared libraries that it still asks for, if any, and the certificates of the public authorities.
RUN install -D -t /slim/usr/local/bin build/release/understudy \
 && install -D -m 644 -t /slim/etc/ssl/certs /etc/ssl/certs/ca-certificates.crt \
 && install -D -m 644 -t /slim/usr/share/doc/understudy LICENSE \
 && { ldd build/release/understudy 2>/dev/null || true; } | grep -o '/[^ ]*' | xargs -r cp --parents --dereference -t /slim
RUN scripts/image-files /bin/busybox /more

FROM scratch AS slim
COPY --from=build /slim /
ENV GATEWAY_LISTEN=0.0.0.0:4566,0.0.0.0:8000,0.0.0.0:9324 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
EXPOSE 4566 8000 9324
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --retries=3 CMD ["/usr/local/bin/understudy", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/understudy"]

FROM scratch AS whole
COPY --from=build /slim /
COPY --from=build /more /
ENV GATEWAY_LISTEN=0.0.0.0:4566,0.0.0.0:8000,0.0.0.0:9324 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    UNDERSTUDY_INIT_DIR=/etc/localstack/init PATH=/usr/local/bin:/usr/bin:/bin \
    AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
LABEL org.opencontainers.image.title="Understudy" \
      org.opencontainers.image.description="Stands in for Amazon SNS, SQS and DynamoDB" \
      org.opencontainers.image.licenses="MIT" \
      org.springframework.boot.service-connection="localstack/localstack"
EXPOSE 4566 8000 9324
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --retries=3 CMD ["/usr/local/bin/understudy", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]
