# One image, five entry points: the services share nearly all jars. `./slipway --help` builds the jars first.
#   docker build -t slipway:0.1.0 .
#   docker run slipway:0.1.0 gate-service
FROM eclipse-temurin:25-jre

COPY docker/entrypoint docker/health /slipway/bin/
COPY docker/logback.xml /slipway/
COPY standalone/target/lib/ /slipway/lib/

# The image's user reads them, whatever umask they were made under; not with COPY --chmod, which the classic builder
# refuses. The folder for data is made here, so that a volume mounted on it belongs to the user.
RUN chmod 0755 /slipway/bin/* \
  && find /slipway ! -perm -0444 -exec chmod a+rX {} + \
  && install -d -o 10001 -g 10001 /slipway/data
WORKDIR /slipway/data

ENV LOGGING_CONFIG=/slipway/logback.xml
USER 10001:10001

ENTRYPOINT ["/slipway/bin/entrypoint"]
