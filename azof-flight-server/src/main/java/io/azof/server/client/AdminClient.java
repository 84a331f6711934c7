package io.azof.server.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.AdminActions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A connection to a server for those who look at what it does. */
public final class AdminClient implements AutoCloseable {
  private final FlightClient client;
  private final CallOption[] login;
  private final JsonFactory json = new JsonFactory();

  private AdminClient(FlightClient client, CallOption[] login) {
    this.client = client;
    this.login = login;
  }

  /**
   * Connects, and logs in when the URL says how; the receiver closes it.
   *
   * @param url as the JDBC driver takes it; of its properties useEncryption, tlsRootCerts,
   *     disableCertificateVerification, user and password, or token
   * @throws AzofException what is wrong with the URL, or what the server says
   */
  public static AdminClient open(String url, BufferAllocator allocator) {
    ServerUrl server = ServerUrl.parse(url);
    FlightClient client = connected(server, allocator);
    try {
      return new AdminClient(client, login(server, client));
    } catch (RuntimeException e) {
      try {
        client.close();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e instanceof FlightRuntimeException refused ? failure(refused) : e;
    }
  }

  private static FlightClient connected(ServerUrl server, BufferAllocator allocator) {
    if (!server.isEncrypted()) {
      return FlightClient.builder(allocator, Location.forGrpcInsecure(server.host(), server.port()))
          .build();
    }
    FlightClient.Builder builder =
        FlightClient.builder(allocator, Location.forGrpcTls(server.host(), server.port())).useTls();
    if (server.property("disableCertificateVerification").orElse("false").equals("true")) {
      builder.verifyServer(false);
    }
    Optional<String> roots = server.property("tlsRootCerts");
    if (roots.isEmpty()) {
      return builder.build();
    }
    try (InputStream certificates = Files.newInputStream(Path.of(roots.get()))) {
      return builder.trustedCertificates(certificates).build();
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The file " + roots.get() + " cannot be read", e);
    }
  }

  private static CallOption[] login(ServerUrl server, FlightClient client) {
    Optional<CredentialCallOption> token =
        server.property("token").isPresent()
            ? server
                .property("token")
                .map(text -> new CredentialCallOption(new BearerCredentialWriter(text)))
            : server
                .property("user")
                .flatMap(
                    user ->
                        client.authenticateBasicToken(
                            user, server.property("password").orElse("")));
    return token.stream().toArray(CallOption[]::new);
  }

  /** The statements that run, each with its facts by name, in their order. */
  public List<Map<String, @Nullable Object>> queries() {
    return objects(AdminActions.QUERIES, "");
  }

  /** The sessions that have set something, each with its facts by name, in their order. */
  public List<Map<String, @Nullable Object>> sessions() {
    return objects(AdminActions.SESSIONS, "");
  }

  /**
   * Ends a statement.
   *
   * @param id as {@link #queries} names it
   * @return what was ended
   * @throws AzofException {@code ARGUMENT_INVALID} when it does not run, {@code PERMISSION_DENIED}
   *     when it is another user's and this one may not
   */
  public Map<String, @Nullable Object> kill(String id) {
    return objects(AdminActions.KILL, id).get(0);
  }

  private List<Map<String, @Nullable Object>> objects(String type, String body) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    try {
      Iterator<Result> results =
          client.doAction(new Action(type, body.getBytes(StandardCharsets.UTF_8)), login);
      while (results.hasNext()) {
        objects.add(object(results.next().getBody()));
      }
      return objects;
    } catch (FlightRuntimeException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new AzofException(ErrorCode.INTERNAL, "The server's answer cannot be read", e);
    }
  }

  private Map<String, @Nullable Object> object(byte[] text) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    try (JsonParser parser = json.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        fields.put(
            name,
            token == JsonToken.VALUE_NUMBER_INT
                ? (Object) parser.getLongValue()
                : parser.getValueAsString());
      }
    }
    return fields;
  }

  private static AzofException failure(FlightRuntimeException e) {
    String message = e.status().description() == null ? "" : e.status().description();
    return switch (e.status().code()) {
      case UNAUTHENTICATED -> new AzofException(ErrorCode.LOGIN_FAILED, message, e);
      case UNAUTHORIZED -> new AzofException(ErrorCode.PERMISSION_DENIED, message, e);
      case INVALID_ARGUMENT -> new AzofException(ErrorCode.ARGUMENT_INVALID, message, e);
      case UNIMPLEMENTED -> new AzofException(ErrorCode.UNSUPPORTED, message, e);
      case RESOURCE_EXHAUSTED, TIMED_OUT -> new AzofException(ErrorCode.LIMIT_REACHED, message, e);
      case UNAVAILABLE ->
          new AzofException(
              ErrorCode.STORE_FAILED,
              "Cannot reach the server: "
                  + message
                  + " (a server without TLS needs useEncryption=false in the URL)",
              e);
      default -> new AzofException(ErrorCode.INTERNAL, "The server failed: " + message, e);
    };
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
