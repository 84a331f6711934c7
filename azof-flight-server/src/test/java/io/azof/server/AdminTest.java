package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.client.AdminClient;
import io.azof.server.security.Rights;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PollInfo;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableExistsOption;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableNotExistOption;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who sees and ends which statements. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@Timeout(60)
final class AdminTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

  @TempDir private Path folder;
  private final CountDownLatch reached = new CountDownLatch(1);
  private Lakehouse lakehouse;
  private GeneratedQuery stuck;
  private RunningServer server;
  private BufferAllocator memory;
  private FlightClient client;
  private CallOption ann;
  private CallOption bob;

  @BeforeEach
  void start() {
    memory = new RootAllocator();
    lakehouse = Lakehouse.open(new MemoryObjectStore());
    stuck =
        new GeneratedQuery(
            NUMBERS,
            (root, number) -> {
              reached.countDown();
              return new CountDownLatch(1).await(1, TimeUnit.HOURS);
            });
    TestUsers users = TestUsers.in(folder);
    users.put("zoe", Rights.ADMIN, TestUsers.password("zoe"));
    server =
        RunningServer.over(
            lakehouse,
            sql -> stuck,
            RunningServer.config(folder.resolve("queries"), users.config()));
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
    lakehouse.close();
    memory.close();
  }

  private AdminClient open(String user) {
    return AdminClient.open(
        "jdbc:arrow-flight-sql://127.0.0.1:"
            + server.server().port()
            + "/?useEncryption=false&user="
            + user
            + "&password="
            + TestUsers.password(user).replace(" ", "%20"),
        memory);
  }

  private static FlightDescriptor query() {
    CommandStatementQuery command = CommandStatementQuery.newBuilder().setQuery("q").build();
    return FlightDescriptor.command(Any.pack(command).toByteArray());
  }

  private FlightStream stream(FlightInfo info, CallOption user) {
    return client.getStream(info.getEndpoints().get(0).getTicket(), user);
  }

  @Test
  void usersSeeAndEndTheirOwnStatementsAndNoOthers() throws Exception {
    try (AdminClient ofAnn = open("ann");
        AdminClient ofBob = open("bob");
        FlightStream stream = stream(client.getInfo(query(), ann), ann)) {
      reached.await();
      assertThat(ofBob.queries()).isEmpty();
      Map<String, Object> row = ofAnn.queries().get(0);
      assertThat(ofAnn.queries()).hasSize(1);
      assertThat(row)
          .containsEntry("user", "ann")
          .containsEntry("peer", "127.0.0.1")
          .containsEntry("state", "running")
          .containsEntry("begin", "2021-06-10T12:30:00.123Z")
          .containsEntry("rows", 0L)
          .containsEntry("sql", "generated");
      String id = String.valueOf(row.get("id"));

      assertThatThrownBy(() -> ofBob.kill(id))
          .isInstanceOfSatisfying(
              AzofException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
      assertThatThrownBy(() -> ofAnn.kill("4711"))
          .isInstanceOf(AzofException.class)
          .hasMessage("No statement \"4711\" runs; azof queries lists those that do");
      assertThat(ofAnn.kill(id)).containsEntry("user", "ann");

      assertEnded(stream, "The statement was ended by user \"ann\"");
      assertThat(ofAnn.queries()).isEmpty();
    }
    assertThat(Files.readString(folder.resolve("queries"))).contains("\"outcome\":\"KILLED\"");
    assertThat(stuck.openReaders()).isZero();
  }

  @Test
  void anAdministratorSeesAndEndsEverybodysStatements() throws Exception {
    try (AdminClient ofZoe = open("zoe");
        FlightStream stream = stream(client.getInfo(query(), bob), bob)) {
      reached.await();
      assertThat(ofZoe.queries()).extracting(row -> row.get("user")).containsExactly("bob");
      ofZoe.kill(String.valueOf(ofZoe.queries().get(0).get("id")));
      assertEnded(stream, "The statement was ended by user \"zoe\"");
    }
  }

  @Test
  void rowsThatAreSentAreAStatementThatCanBeEndedToo() throws Exception {
    CommandStatementIngest ingest =
        CommandStatementIngest.newBuilder()
            .setTable("t")
            .setTableDefinitionOptions(
                TableDefinitionOptions.newBuilder()
                    .setIfNotExist(TableNotExistOption.TABLE_NOT_EXIST_OPTION_CREATE)
                    .setIfExists(TableExistsOption.TABLE_EXISTS_OPTION_APPEND))
            .build();
    FlightDescriptor descriptor = FlightDescriptor.command(Any.pack(ingest).toByteArray());
    try (AdminClient ofAnn = open("ann");
        VectorSchemaRoot rows = VectorSchemaRoot.create(NUMBERS, memory)) {
      FlightClient.ClientStreamListener upload =
          client.startPut(descriptor, rows, new AsyncPutListener(), ann);
      while (ofAnn.queries().stream()
          .noneMatch(row -> "waiting_for_client".equals(row.get("state")))) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      ofAnn.kill(String.valueOf(ofAnn.queries().get(0).get("id")));
      upload.putNext();
      upload.completed();

      assertThatThrownBy(upload::getResult)
          .hasStackTraceContaining("The statement was ended by user \"ann\"");
      assertThat(Files.readString(folder.resolve("queries")))
          .contains("\"kind\":\"ingest\"")
          .contains("\"outcome\":\"KILLED\"");
    }
  }

  @Test
  void sessionsThatHaveSetSomethingAreListed() {
    client.setSessionOptions(
        new SetSessionOptionsRequest(
            Map.of("as_of", SessionOptionValueFactory.makeSessionOptionValue("2019-01-17"))),
        ann);
    try (AdminClient ofAnn = open("ann");
        AdminClient ofBob = open("bob");
        AdminClient ofZoe = open("zoe")) {
      assertThat(ofBob.sessions()).isEmpty();
      assertThat(ofAnn.sessions()).hasSize(1).isEqualTo(ofZoe.sessions());
      assertThat(ofAnn.sessions().get(0))
          .containsEntry("user", "ann")
          .containsEntry("settings", "as_of SESSION 2019-01-17T00:00:00.000Z")
          .containsEntry("queries", 0L);
    }
  }

  @Test
  void aFlightInfoIsCancelledByItsOwnerOnly() throws Exception {
    FlightInfo info = client.getInfo(query(), ann);
    CancelFlightInfoRequest request = new CancelFlightInfoRequest(info);
    assertThat(client.cancelFlightInfo(request, ann).getStatus())
        .isEqualTo(CancelStatus.NOT_CANCELLABLE);
    try (FlightStream stream = stream(info, ann)) {
      reached.await();
      assertThatThrownBy(() -> client.cancelFlightInfo(request, bob))
          .isInstanceOfSatisfying(
              FlightRuntimeException.class,
              e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAUTHORIZED));
      CancelFlightInfoRequest other =
          new CancelFlightInfoRequest(client.getInfo(query(), ann)); // of the same text
      assertThat(client.cancelFlightInfo(other, ann).getStatus())
          .isEqualTo(CancelStatus.NOT_CANCELLABLE);

      assertThat(client.cancelFlightInfo(request, ann).getStatus())
          .isEqualTo(CancelStatus.CANCELLED);

      assertEnded(stream, "The client cancelled the statement");
    }
    assertThat(Files.readString(folder.resolve("queries"))).contains("\"outcome\":\"CANCELLED\"");
  }

  @Test
  void aFlightInfoThatIsPolledForIsCompleteAtOnce() throws Exception {
    PollInfo poll = client.pollInfo(query(), ann);

    assertThat(poll.getFlightDescriptor()).isEmpty();
    assertThat(poll.getFlightInfo().getSchemaOptional()).contains(NUMBERS);
    try (FlightStream stream = stream(poll.getFlightInfo(), ann)) {
      assertThat(stream.getSchema()).isEqualTo(NUMBERS);
      stream.cancel("enough", null);
    }
  }

  private static void assertEnded(FlightStream stream, String message) {
    assertThatThrownBy(stream::next)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.CANCELLED))
        .hasMessage(message);
  }
}
