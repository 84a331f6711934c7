package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tickets, handles, commands and credentials that were altered at random end in a refusal that says
 * something, and never show anybody what is another's. {@code azof.mutations} says how many, {@code
 * azof.seed} which ones.
 */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class MutationTest {
  private static final int MUTATIONS = Integer.getInteger("azof.mutations", 5_000);
  private static final long SEED = Long.getLong("azof.seed", System.nanoTime());
  private static final String SECRET = "for the eyes of ann";
  private static final CallOption NO_HANG = CallOptions.timeout(20, TimeUnit.SECONDS);

  private static final Set<FlightStatusCode> REFUSALS =
      Set.of(
          FlightStatusCode.INVALID_ARGUMENT,
          FlightStatusCode.UNAUTHENTICATED,
          FlightStatusCode.UNAUTHORIZED,
          FlightStatusCode.UNIMPLEMENTED,
          FlightStatusCode.NOT_FOUND,
          FlightStatusCode.RESOURCE_EXHAUSTED);

  @TempDir private Path folder;
  @TempDir private Path lakehouse;
  private final Random random = new Random(SEED);
  private RunningServer server;
  private BufferAllocator memory;
  private FlightClient client;
  private CallOption ann;
  private CallOption bob;

  @BeforeEach
  void start() {
    memory = new RootAllocator();
    server = RunningServer.over(lakehouse, TestUsers.in(folder).config(), RunningServer.CLOCK);
    client =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .build();
    ann = client.authenticateBasicToken("ann", TestUsers.password("ann")).orElseThrow();
    bob = client.authenticateBasicToken("bob", TestUsers.password("bob")).orElseThrow();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    server.close();
    memory.close();
  }

  @Test
  void alteredTicketsShowNothing() throws Exception {
    ByteString handle = prepare(ann);
    List<byte[]> samples =
        List.of(
            ticket(ann),
            client.getInfo(command(handle), ann).getEndpoints().get(0).getTicket().getBytes(),
            packed(FlightSql.CommandGetTables.newBuilder().setIncludeSchema(true).build()),
            packed(FlightSql.CommandGetSqlInfo.newBuilder().addInfo(8).build()),
            packed(FlightSql.CommandGetPrimaryKeys.newBuilder().setTable("t").build()),
            packed(FlightSql.CommandStatementQuery.newBuilder().setQuery("SELECT 1").build()));
    for (int i = 0; i < MUTATIONS / 2; i++) {
      byte[] altered = altered(samples);
      refusedOrHarmless(
          altered,
          () -> {
            try (FlightStream stream = client.getStream(new Ticket(altered), bob, NO_HANG)) {
              while (stream.next()) {
                assertThat(stream.getRoot().contentToTSVString()).doesNotContain(SECRET);
              }
            }
          });
    }
    assertThat(isShown(samples.get(0))).isTrue();
    assertThat(isShown(samples.get(1))).isTrue();
  }

  @Test
  void alteredCommandsShowNothing() {
    byte[] handle =
        packed(
            FlightSql.CommandPreparedStatementQuery.newBuilder()
                .setPreparedStatementHandle(prepare(ann))
                .build());
    byte[] update =
        packed(
            FlightSql.CommandPreparedStatementUpdate.newBuilder()
                .setPreparedStatementHandle(prepare(bob))
                .build());
    byte[] close =
        packed(
            FlightSql.ActionClosePreparedStatementRequest.newBuilder()
                .setPreparedStatementHandle(prepare(bob))
                .build());
    for (int i = 0; i < MUTATIONS / 4; i++) {
      byte[] altered = altered(List.of(handle, update, close));
      FlightDescriptor descriptor = FlightDescriptor.command(altered);
      refusedOrHarmless(
          altered,
          () -> {
            switch (random.nextInt(5)) {
              case 0 -> client.getSchema(descriptor, bob, NO_HANG);
              case 1 -> put(descriptor);
              case 2 ->
                  client
                      .doAction(
                          new Action(
                              FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType(),
                              altered),
                          bob,
                          NO_HANG)
                      .forEachRemaining(result -> {});
              default -> client.getInfo(descriptor, bob, NO_HANG);
            }
          });
    }
    assertThat(client.getInfo(FlightDescriptor.command(handle), ann, NO_HANG).getEndpoints())
        .hasSize(1);
  }

  @Test
  void alteredCredentialsLetNobodyIn() {
    String basic = "Basic " + base64("bob:" + TestUsers.password("bob"));
    String bearer = ReceivedTokens.login(server, memory, "bob");
    List<byte[]> samples =
        List.of(basic.getBytes(StandardCharsets.UTF_8), bearer.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < MUTATIONS / 4; i++) {
      String header = printable(altered(samples));
      FlightCallHeaders headers = new FlightCallHeaders();
      headers.insert("authorization", header);
      refusedOrHarmless(
          header.getBytes(StandardCharsets.UTF_8),
          () -> {
            client.listActions(new HeaderCallOption(headers), NO_HANG).forEach(action -> {});
            assertThat(meaning(header)).isIn(meaning(basic), meaning(bearer));
          });
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private void refusedOrHarmless(byte[] altered, Call call) {
    String which = "seed " + SEED + ", bytes " + Base64.getEncoder().encodeToString(altered);
    try {
      call.run();
    } catch (FlightRuntimeException e) {
      FlightRuntimeException said = e;
      while (said.getCause() instanceof FlightRuntimeException cause) {
        said = cause; // a client that puts sees its own call cancelled, and the reason beneath
      }
      assertThat(said.status().code()).as("%s: %s", which, said).isIn(REFUSALS);
      assertThat(said.getMessage()).as(which).doesNotContain("servicing your request");
    } catch (Exception e) {
      fail(which, e);
    } catch (AssertionError e) {
      throw new AssertionError(which, e);
    }
  }

  private void put(FlightDescriptor descriptor) {
    try (VectorSchemaRoot none = VectorSchemaRoot.create(new Schema(List.of()), memory)) {
      AsyncPutListener listener = new AsyncPutListener();
      FlightClient.ClientStreamListener stream =
          client.startPut(descriptor, none, listener, bob, NO_HANG);
      stream.putNext();
      stream.completed();
      stream.getResult();
    }
  }

  /** One of the samples, changed in one to three places. */
  private byte[] altered(List<byte[]> samples) {
    byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length + 1);
      int length = random.nextInt(1 + Math.min(16, bytes.length - at));
      switch (random.nextInt(6)) {
        case 0 -> bytes = flipped(bytes);
        case 1 -> bytes = joined(Arrays.copyOf(bytes, at), rest(bytes, at + length));
        case 2 -> bytes = joined(Arrays.copyOf(bytes, at), random(length), rest(bytes, at));
        case 3 -> bytes = joined(Arrays.copyOf(bytes, at + length), rest(bytes, at));
        case 4 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] other = samples.get(random.nextInt(samples.size()));
          bytes = joined(Arrays.copyOf(bytes, at), rest(other, Math.min(at, other.length)));
        }
      }
    }
    return bytes;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] rest(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[]... parts) {
    return ByteString.copyFrom(Arrays.stream(parts).map(ByteString::copyFrom).toList())
        .toByteArray();
  }

  /** As it can stand in a header. */
  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append((char) (' ' + Math.floorMod(b - ' ', '~' - ' ' + 1)));
    }
    return text.toString();
  }

  /** What is said by a header that is well-formed, in one way of many. */
  private static List<Object> meaning(String header) {
    String text = header.strip();
    int space = text.indexOf(' ');
    String scheme = text.substring(0, space).toLowerCase(Locale.ROOT);
    String value = text.substring(space + 1).strip();
    byte[] bytes =
        scheme.equals("basic")
            ? Base64.getDecoder().decode(value)
            : Base64.getUrlDecoder().decode(value.substring("azof.".length()));
    return List.of(scheme, ByteString.copyFrom(bytes));
  }

  private boolean isShown(byte[] ticket) throws Exception {
    boolean shown = false;
    try (FlightStream stream = client.getStream(new Ticket(ticket), ann, NO_HANG)) {
      while (stream.next()) {
        shown |= stream.getRoot().contentToTSVString().contains(SECRET);
      }
    }
    return shown;
  }

  private byte[] ticket(CallOption caller) {
    return new FlightSqlClient(client)
        .execute("SELECT '" + SECRET + "' AS secret", caller)
        .getEndpoints()
        .get(0)
        .getTicket()
        .getBytes();
  }

  private ByteString prepare(CallOption caller) {
    Action prepare =
        new Action(
            FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType(),
            packed(
                FlightSql.ActionCreatePreparedStatementRequest.newBuilder()
                    .setQuery("SELECT '" + SECRET + "' AS secret")
                    .build()));
    return FlightSqlUtils.unpackAndParseOrThrow(
            client.doAction(prepare, caller).next().getBody(),
            FlightSql.ActionCreatePreparedStatementResult.class)
        .getPreparedStatementHandle();
  }

  private static FlightDescriptor command(ByteString handle) {
    return FlightDescriptor.command(
        packed(
            FlightSql.CommandPreparedStatementQuery.newBuilder()
                .setPreparedStatementHandle(handle)
                .build()));
  }

  private static byte[] packed(Message message) {
    return Any.pack(message).toByteArray();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
