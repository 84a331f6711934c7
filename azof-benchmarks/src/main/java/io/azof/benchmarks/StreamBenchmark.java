package io.azof.benchmarks;

import io.azof.benchmarks.Measured.Pair;
import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How long a large result takes on its way to a client on the same machine, beside a bare Flight
 * server that sends batches of the same result out of its memory.
 */
@SuppressWarnings("try") // closing what Flight has may be interrupted
final class StreamBenchmark {
  private static final int DELTAS = 20;
  private static final long SEED = 17;

  /** How many batches of the result the bare server keeps; it sends them in turn. */
  private static final int KEPT_BATCHES = 32;

  private static final Ticket ALL = new Ticket("all".getBytes(StandardCharsets.UTF_8));

  private StreamBenchmark() {}

  /**
   * @param args a folder, in which the table is made when it is not there; its keys (15000000 make
   *     1 GB); how many rows there are in deltas (20 at least); the number of runs; the query, when
   *     it is not for the whole table
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long keys = Long.parseLong(args[1]);
    long deltaRows = Long.parseLong(args[2]);
    int runs = Integer.parseInt(args[3]);
    SyntheticTable table = new SyntheticTable(folder, keys, deltaRows, DELTAS, SEED);
    table.generateIfAbsent();
    String sql = args.length > 4 ? args[4] : "SELECT * FROM " + table.name();
    Configuration configuration =
        Configuration.load(
            Optional.empty(), Map.of(), Map.of("lakehouse", folder.toString(), "server.port", "0"));
    try (BufferAllocator allocator = new RootAllocator();
        AzofServer azof =
            AzofServer.open(
                ServerConfig.from(configuration),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString());
        FlightSqlClient client = new FlightSqlClient(connect(allocator, azof.port()));
        BareProducer bare = BareProducer.of(client, sql, rowCount(client, sql), allocator);
        FlightServer bareServer =
            FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), bare)
                .build()
                .start();
        FlightClient bareClient = connect(allocator, bareServer.getPort())) {
      Pair pair =
          Pair.run(
              runs,
              () -> read(() -> client.getStream(ticket(client, sql))),
              () -> read(() -> bareClient.getStream(ALL)));
      double azofMillis = Measured.median(pair.a(), Measured::millis);
      double bareMillis = Measured.median(pair.b(), Measured::millis);
      System.out.printf(
          Locale.ROOT,
          "%d rows, about %.0f MB: Azof %.0f ms, %.0f ms to the first batch; bare Flight %.0f ms;"
              + " Azof has %.2f of its throughput%n",
          pair.a().get(0).rows(),
          bare.bytes() / 1e6,
          azofMillis,
          Measured.median(pair.a(), Measured::firstMillis),
          bareMillis,
          1 / pair.ratio());
    }
  }

  private static FlightClient connect(BufferAllocator allocator, int port) {
    return FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build();
  }

  private static Ticket ticket(FlightSqlClient client, String sql) {
    return client.execute(sql).getEndpoints().get(0).getTicket();
  }

  private static long rowCount(FlightSqlClient client, String sql) throws Exception {
    return read(() -> client.getStream(ticket(client, sql))).rows();
  }

  private static Measured read(Supplier<FlightStream> opening) throws Exception {
    long start = System.nanoTime();
    long firstNanos = 0;
    long rows = 0;
    try (FlightStream stream = opening.get()) {
      while (stream.next()) {
        if (rows == 0) {
          firstNanos = System.nanoTime() - start;
        }
        rows += stream.getRoot().getRowCount();
      }
    }
    return new Measured((System.nanoTime() - start) / 1e6, firstNanos / 1e6, rows);
  }

  /** Sends what it keeps as often as it takes. */
  private static final class BareProducer extends NoOpFlightProducer implements AutoCloseable {
    private final Schema schema;
    private final List<ArrowRecordBatch> batches;
    private final long rows;
    private final long bytes;
    private final BufferAllocator allocator;

    private BareProducer(
        Schema schema,
        List<ArrowRecordBatch> batches,
        long rows,
        long bytes,
        BufferAllocator allocator) {
      this.schema = schema;
      this.batches = batches;
      this.rows = rows;
      this.bytes = bytes;
      this.allocator = allocator;
    }

    /** Takes the first batches of a result; the receiver closes the producer. */
    static BareProducer of(FlightSqlClient client, String sql, long rows, BufferAllocator allocator)
        throws Exception {
      List<ArrowRecordBatch> batches = new ArrayList<>();
      long keptRows = 0;
      long keptBytes = 0;
      try (FlightStream stream = client.getStream(ticket(client, sql))) {
        while (batches.size() < KEPT_BATCHES && stream.next()) {
          batches.add(new VectorUnloader(stream.getRoot()).getRecordBatch());
          keptRows += stream.getRoot().getRowCount();
          keptBytes += LoadClient.bytes(stream.getRoot());
        }
        stream.cancel("enough", null);
        return new BareProducer(
            stream.getSchema(), batches, rows, keptBytes * rows / keptRows, allocator);
      }
    }

    long bytes() {
      return bytes;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
      Semaphore ready = new Semaphore(0);
      listener.setOnReadyHandler(ready::release);
      listener.setOnCancelHandler(ready::release);
      listener.setUseZeroCopy(true);
      Thread sender = new Thread(() -> send(listener, ready), "bare-flight");
      sender.setDaemon(true);
      sender.start();
    }

    private void send(ServerStreamListener listener, Semaphore ready) {
      try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
        VectorLoader loader = new VectorLoader(root);
        listener.start(root);
        long sent = 0;
        for (int i = 0; sent < rows; i++) {
          while (!listener.isReady()) {
            ready.acquire();
          }
          loader.load(batches.get(i % batches.size()));
          sent += root.getRowCount();
          listener.putNext();
        }
        listener.completed();
      } catch (InterruptedException e) {
        listener.error(e);
      }
    }

    @Override
    public void close() throws Exception {
      AutoCloseables.close(batches);
    }
  }
}
