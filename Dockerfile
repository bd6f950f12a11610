# Built in stages: Maven and the sources stay behind, the image has a Java runtime and the relay.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q dependency:go-offline
COPY src src
COPY routes routes
COPY relay LICENSE *.md ./
COPY docs docs
COPY deploy deploy
RUN mvn -B -q -DskipTests -Dspotless.check.skip package \
    && mkdir /dist \
    && tar -xzf target/alert-relay-*.tar.gz --strip-components=1 -C /dist

FROM eclipse-temurin:17-jre
# The JVM reads arguments, variables and names of files by it; also for a shell in the container.
ENV LANG=C.UTF-8 LC_ALL=C.UTF-8
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 relay \
    && useradd --system --uid 10001 --gid relay --home-dir /opt/alert-relay relay \
    && mkdir -p /opt/alert-relay /etc/alert-relay /var/lib/alert-relay \
    && chown relay:relay /var/lib/alert-relay
WORKDIR /opt/alert-relay
COPY --from=build /dist ./
USER 10001:10001
VOLUME /var/lib/alert-relay
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/alert-relay/relay"]
CMD ["serve", "--config", "/etc/alert-relay/relay.yaml"]
