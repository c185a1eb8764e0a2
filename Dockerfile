# The emulator as an image with nothing else in it:  docker build -t understudy . && docker run --rm -p 127.0.0.1:4566:4566 understudy
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/setup scripts/setup
RUN scripts/setup run
COPY . .
RUN cmake -G Ninja -S . -B build -DCMAKE_BUILD_TYPE=Release -DUNDERSTUDY_STATIC=ON \
        -DUNDERSTUDY_TESTS=OFF -DUNDERSTUDY_EXAMPLES=OFF -DUNDERSTUDY_BENCH=OFF \
 && cmake --build build --target understudy_main \
 && strip build/understudy
# What the image will hold: the binary, the shared libraries that it still asks for, if any, and the certificates of the public authorities.
RUN install -D -t /image/usr/local/bin build/understudy \
 && install -D -m 644 -t /image/etc/ssl/certs /etc/ssl/certs/ca-certificates.crt \
 && install -D -m 644 -t /image/usr/share/doc/understudy LICENSE \
 && { ldd build/understudy 2>/dev/null || true; } | grep -o '/[^ ]*' | xargs -r cp --parents --dereference -t /image

FROM scratch
COPY --from=build /image /
ENV UNDERSTUDY_LISTEN=0.0.0.0:4566 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
EXPOSE 4566
USER 65532:65532
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --retries=3 CMD ["/usr/local/bin/understudy", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/understudy"]
