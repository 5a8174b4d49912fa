# One image, five entry points: the services share nearly all jars. `./slipway --help` builds the jars first.
#   docker build -t slipway:0.1.0 .
#   docker run slipway:0.1.0 gate-service
FROM eclipse-temurin:25-jre

COPY --chmod=0755 docker/entrypoint docker/health /slipway/bin/
COPY standalone/target/lib/ /slipway/lib/

# Made here, so that a volume mounted on it belongs to the user.
RUN install -d -o 10001 -g 10001 /slipway/data
WORKDIR /slipway/data
USER 10001:10001

ENTRYPOINT ["/slipway/bin/entrypoint"]
