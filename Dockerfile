# The azof command in an image. It runs `azof serve`; any other command can be given instead:
#   docker run --rm --network host -v /data/lakehouse:/lakehouse:ro azof
#   docker run --rm -v /data/lakehouse:/lakehouse:ro azof tables
# This version has no authentication and listens on loopback only, so that from outside of the
# container it is reached with --network host, and not through a published port.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q -DskipTests -pl azof-cli -am package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin azof
COPY --from=build /src/azof-cli/target/azof.jar /opt/azof/azof.jar
COPY conf /opt/azof/conf
ENV AZOF_LAKEHOUSE=/lakehouse
USER 10001
WORKDIR /tmp
EXPOSE 32010
HEALTHCHECK --interval=60s --timeout=20s --start-period=20s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-jar", "/opt/azof/azof.jar", "health", "--config", "/opt/azof/conf/azof.properties"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-jar", "/opt/azof/azof.jar"]
CMD ["serve", "--config", "/opt/azof/conf/azof.properties"]
