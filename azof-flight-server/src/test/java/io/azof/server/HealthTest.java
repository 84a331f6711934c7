package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.config.Configuration;
import io.azof.server.transport.HealthProbe;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a load balancer is told of a server. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class HealthTest {
  private static final String FLIGHT = "arrow.flight.protocol.FlightService";

  @TempDir private Path folder;

  @Test
  void aServerThatIsUpServesWhoeverAsks() throws Exception {
    try (RunningServer server =
        RunningServer.over(
            Files.createDirectory(folder.resolve("lake")),
            TestUsers.in(folder).config(),
            RunningServer.CLOCK)) {
      ManagedChannel channel = channel(server);
      try {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        for (String service : List.of("", FLIGHT)) {
          assertThat(health.check(request(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
        }
        assertThatThrownBy(() -> health.check(request("other")))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void aServerThatDrainsServesNoMore() throws Exception {
    CountDownLatch ending = new CountDownLatch(1);
    GeneratedQuery query =
        new GeneratedQuery(
            new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true)))),
            (root, number) -> {
              if (number > 0) {
                ending.await();
              }
              root.setRowCount(1);
              return number < 3;
            });
    RunningServer server =
        RunningServer.over(
            Lakehouse.open(new MemoryObjectStore()),
            sql -> query,
            RunningServer.config("127.0.0.1", Duration.ofSeconds(30)));
    ManagedChannel channel = channel(server);
    try (BufferAllocator memory = new RootAllocator();
        FlightSqlClient client = server.openClient(memory);
        FlightStream stream =
            client.getStream(client.execute("q").getEndpoints().get(0).getTicket())) {
      assertThat(stream.next()).isTrue();
      Iterator<HealthCheckResponse> watched =
          HealthGrpc.newBlockingStub(channel).watch(request(""));
      assertThat(watched.next().getStatus()).isEqualTo(ServingStatus.SERVING);

      CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

      assertThat(watched.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      Iterator<HealthCheckResponse> other =
          HealthGrpc.newBlockingStub(channel).watch(request(FLIGHT));
      while (other.next().getStatus() == ServingStatus.SERVING) {
        Thread.onSpinWait(); // each name is told by itself
      }
      Map<String, String> port = Map.of("server.port", "" + server.server().port());
      assertThat(new HealthProbe(Configuration.load(Optional.empty(), Map.of(), port)).status())
          .isEqualTo("NOT_SERVING");
      ending.countDown();
      int rows = 1;
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
      assertThat(rows).isEqualTo(3);
      closed.get(20, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(RunningServer server) {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.server().port())
        .usePlaintext()
        .build();
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
