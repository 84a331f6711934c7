package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.s3.Credentials;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import io.azof.storage.fixture.s3.Operation;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command on a lakehouse in S3, which is reached as the environment says. */
final class S3CommandsTest {
  private static final String LAKEHOUSE = "s3://bucket/lake";
  private static final Pattern PORT = Pattern.compile(":([0-9]+) \\(");
  private static final String PRICES =
      """
      id,changed,price
      a,2024-01-01T00:00:00Z,1
      b,2024-01-01T00:00:00Z,2
      """;

  @TempDir private Path folder;
  private final FakeS3 fake = new FakeS3("bucket");

  @BeforeEach
  void askNoMachineRole() {
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.disableEc2Metadata");
    fake.close();
  }

  @Test
  void aTableIsImportedReadAndLookedAfter() throws IOException {
    importPrices("prices.csv", PRICES);
    assertThat(azof("tables").out()).isEqualTo("prices\n");
    assertThat(azof("describe", "--table", "prices").out()).contains("price");
    importPrices("more.csv", "id,changed,price\na,2024-03-01T00:00:00Z,3\n");
    importPrices("late.csv", "id,changed,price\nc,2023-06-01T00:00:00Z,4\n");

    assertThat(scan("--columns", "key,price")).isEqualTo("key,price\na,3\nb,2\nc,4\n");
    assertThat(scan("--columns", "key,price", "--as-of", "2024-02-01"))
        .isEqualTo("key,price\na,1\nb,2\nc,4\n");
    assertThat(azof("scan", "--table", "prices", "--explain").out()).contains("files: ");
    assertThat(azof("sql", "--format", "csv", "SELECT sum(price) AS s FROM prices").out())
        .isEqualTo("s\n9\n");
    assertThat(azof("sql", "EXPLAIN PLAN FOR SELECT * FROM prices").out()).contains("files: ");
    assertThat(azof("history", "--table", "prices", "--format", "csv").out()).hasLineCount(4);
    assertThat(azof("check", "--table", "prices", "--deep").out()).contains("version 3: no faults");

    assertThat(azof("compact", "--table", "prices", "--dry-run").out()).isNotEmpty();
    assertThat(azof("compact", "--table", "prices").out()).isNotEmpty();
    assertThat(azof("rollback", "--table", "prices", "--to", "1").out())
        .contains("which is as version 1");
    assertThat(scan("--columns", "key,price")).isEqualTo("key,price\na,1\nb,2\n");
    assertThat(azof("expire", "--table", "prices", "--versions-older-than", "PT0S").out())
        .contains("are kept");
    assertThat(azof("orphans", "--table", "prices", "--delete", "--grace", "PT0S").out())
        .contains("removed");
    assertThat(azof("check", "--table", "prices", "--deep").out()).contains("no faults");
    assertThat(scan("--columns", "key,price")).isEqualTo("key,price\na,1\nb,2\n");
  }

  @Test
  void aTableIsCompacted() throws IOException {
    importPrices("prices.csv", PRICES);
    for (int i = 1; i <= 12; i++) {
      importPrices("d.csv", "id,changed,price\nd%d,2024-03-%02dT00:00:00Z,3\n".formatted(i, i));
    }
    String before = scan();
    assertThat(azof("compact", "--table", "prices").out()).contains("compact");
    assertThat(azof("history", "--table", "prices", "--limit", "1").out()).contains("compact");
    assertThat(scan()).isEqualTo(before);
    assertThat(azof("check", "--table", "prices", "--deep").out()).contains("no faults");
  }

  /** As docs/OPERATIONS.md says of the rights. */
  @Test
  void commandsThatReadOnlyGetAndSomeList() throws IOException {
    importPrices("prices.csv", PRICES);
    String[] table = {"--table", "prices"};
    for (String command : List.of("scan", "describe", "history")) {
      assertThat(operations(command, table)).as(command).containsOnly(Operation.GET);
    }
    assertThat(operations("sql", "SELECT * FROM prices")).containsOnly(Operation.GET);
    assertThat(operations("compact", "--dry-run", "--table", "prices")).containsOnly(Operation.GET);
    for (String command : List.of("check", "orphans")) {
      assertThat(operations(command, table))
          .as(command)
          .containsOnly(Operation.GET, Operation.LIST);
    }
    assertThat(operations("tables")).containsOnly(Operation.LIST);
  }

  private Set<Operation> operations(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    fake.log().clear();
    azof(arguments.toArray(String[]::new));
    return fake.log().entries().stream()
        .map(entry -> entry.request().operation())
        .collect(Collectors.toSet());
  }

  @Test
  void aStateIsExportedInEveryFormat() throws IOException {
    importPrices("prices.csv", PRICES);
    for (String format : List.of("csv", "parquet", "arrow", "azof-v1")) {
      Path file = folder.resolve("state-" + format);
      azof("export", "--table", "prices", "--format", format, "-o", file.toString());
      assertThat(file).exists();
    }
    assertThat(folder.resolve("state-csv")).content().contains("a,2024-01-01T00:00:00.000Z,1\n");
  }

  @Test
  void aServerAnswersFromIt() throws IOException {
    importPrices("prices.csv", PRICES);
    AtomicReference<Azof.@Nullable Outcome> answer = new AtomicReference<>();
    StringWriter said = new StringWriter();
    environment()
        .run(
            said,
            () -> {
              Matcher port = PORT.matcher(said.toString());
              assertThat(port.find()).isTrue();
              String url =
                  "jdbc:arrow-flight-sql://127.0.0.1:" + port.group(1) + "/?useEncryption=false";
              String sql = "SELECT key, price FROM prices ORDER BY key";
              answer.set(Azof.in(folder).run("sql", "--url", url, "--format", "csv", sql));
            },
            "serve",
            "--lakehouse",
            LAKEHOUSE,
            "--port",
            "0")
        .succeeded();
    Azof.Outcome answered = Objects.requireNonNull(answer.get());
    assertThat(answered.succeeded().out()).isEqualTo("key,price\na,1\nb,2\n");
  }

  @Test
  void theSampleIsWrittenOnceAndServed() {
    String tour = azof("demo", "--once", "--port", "0").out();
    assertThat(tour).startsWith("Wrote the sample to " + LAKEHOUSE).contains("MSFT    32471000000");
    List<String> objects = fake.keys("bucket");
    assertThat(objects).contains("lake/financials/version.txt");
    assertThat(azof("demo", "--once", "--port", "0").out())
        .startsWith("azof serves " + LAKEHOUSE)
        .contains("MSFT    32471000000");
    assertThat(fake.keys("bucket")).isEqualTo(objects);
  }

  @Test
  void aTableThatIsNotTheSampleIsLeftAlone() throws IOException {
    Path csv = Files.writeString(folder.resolve("own.csv"), PRICES);
    importInto("financials", csv);
    environment()
        .run("demo", "--once", "--port", "0", "--lakehouse", LAKEHOUSE)
        .failed(2, "\"financials\"", LAKEHOUSE, "--lakehouse");
  }

  @Test
  void keysAreTakenFromTheEnvironment() throws Exception {
    importPrices("prices.csv", PRICES);
    Credentials.forget();
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "tables",
                "--lakehouse",
                LAKEHOUSE)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    process
        .environment()
        .putAll(
            Map.of(
                "AZOF_S3_ENDPOINT",
                fake.endpoint().toString(),
                "AWS_REGION",
                FakeS3.REGION,
                "AWS_ACCESS_KEY_ID",
                Credentials.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY",
                Credentials.SECRET_KEY));
    assertThat(process.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("said")).hasContent("prices\n");
  }

  @Test
  void whatIsWrongIsOneSentenceWithoutASecret() {
    fails(LAKEHOUSE + "/none", 3, "There is no lakehouse at s3://bucket/lake/none");
    fails("s3://nosuch/lake", 3, "There is no bucket \"nosuch\" at " + fake.endpoint());
    Credentials.use(Credentials.POWERLESS_ACCESS_KEY);
    fails(LAKEHOUSE, 7, "access is denied; it takes the right s3:");
    Credentials.use("AKIAUNKNOWN");
    fails(LAKEHOUSE, 7, "the credentials are refused (InvalidAccessKeyId)");
    Credentials.use(Credentials.ACCESS_KEY, Credentials.EXPIRED_TOKEN);
    fails(LAKEHOUSE, 7, "the AWS session token has expired");
    Credentials.forget();
    System.setProperty("aws.sharedCredentialsFile", "/nonexistent");
    System.setProperty("aws.configFile", "/nonexistent");
    try {
      fails(LAKEHOUSE, 7, "There are no AWS credentials for s3://bucket/lake");
    } finally {
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.configFile");
    }
    Credentials.use(Credentials.ACCESS_KEY);
    fake.faults(request -> Fault.of(Fault.Kind.SILENCE));
    fails(LAKEHOUSE, 7, fake.endpoint() + " did not answer within 500 ms");
  }

  private void fails(String lakehouse, int code, String sentence) {
    for (List<String> command :
        List.of(
            List.of("scan", "--table", "prices"),
            List.of("sql", "SELECT * FROM prices"),
            List.of("history", "--table", "prices"),
            List.of("serve", "--port", "0"))) {
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(List.of("--lakehouse", lakehouse));
      Azof.Outcome outcome =
          environment().with("AZOF_S3_TIMEOUT", "500ms").run(arguments.toArray(String[]::new));
      outcome.failed(code, sentence);
      assertThat(outcome.out() + outcome.err())
          .doesNotContain(Credentials.SECRET_KEY)
          .doesNotContain(Credentials.EXPIRED_TOKEN);
    }
  }

  private void importPrices(String name, String content) throws IOException {
    importInto("prices", Files.writeString(folder.resolve(name), content));
  }

  private void importInto(String table, Path csv) {
    azof("import", "--table", table, "--key", "id", "--event-time", "changed", csv.toString());
  }

  private String scan(String... more) {
    List<String> arguments = new ArrayList<>(List.of("scan", "--table", "prices"));
    arguments.addAll(List.of("--format", "csv"));
    arguments.addAll(List.of(more));
    return azof(arguments.toArray(String[]::new)).out();
  }

  /** Runs a command on the lakehouse, which must succeed. */
  private Azof.Outcome azof(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--lakehouse", LAKEHOUSE));
    return environment().run(arguments.toArray(String[]::new)).succeeded();
  }

  private Azof environment() {
    return Azof.in(folder)
        .with("AZOF_S3_ENDPOINT", fake.endpoint().toString())
        .with("AZOF_S3_REGION", FakeS3.REGION);
  }
}
