package io.azof.server;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightClientMiddleware;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the ADBC driver in Go does, call by call: it logs in with Base64 that has no padding, takes
 * every token that a response has, keeps no cookies, takes messages of 16 MiB, prepares every
 * statement, runs everything as a query, and compares the schemas field by field.
 */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class GoClient implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 16 << 20;
  private static final int IS_UPDATE_FIELD = 4;

  private final FlightClient flight;
  private @Nullable String authorization;

  GoClient(BufferAllocator memory, int port) {
    flight =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port))
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .intercept(info -> new Tokens())
            .build();
  }

  void logIn(String name, String password) {
    byte[] credential = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().withoutPadding().encodeToString(credential);
    flight.handshake(headers());
  }

  Optional<String> authorization() {
    return Optional.ofNullable(authorization);
  }

  private HeaderCallOption headers() {
    FlightCallHeaders headers = new FlightCallHeaders();
    headers.insert("user-agent", "grpc-go/1.77.0");
    if (authorization != null) {
      headers.insert("authorization", authorization);
    }
    return new HeaderCallOption(headers);
  }

  /** A prepared statement. */
  record Prepared(ActionCreatePreparedStatementResult result) {
    ByteString handle() {
      return result.getPreparedStatementHandle();
    }

    Optional<Schema> datasetSchema() throws Exception {
      ByteString bytes = result.getDatasetSchema();
      return bytes.isEmpty() ? Optional.empty() : Optional.of(schema(bytes));
    }

    Schema parameterSchema() throws Exception {
      return schema(result.getParameterSchema());
    }

    /** What newer clients read. */
    boolean isUpdate() {
      UnknownFieldSet.Field field = result.getUnknownFields().getField(IS_UPDATE_FIELD);
      return field.getVarintList().get(0) == 1;
    }

    private static Schema schema(ByteString bytes) throws Exception {
      return MessageSerializer.deserializeSchema(
          new ReadChannel(java.nio.channels.Channels.newChannel(bytes.newInput())));
    }
  }

  Prepared prepare(String sql) throws InvalidProtocolBufferException {
    Message request = ActionCreatePreparedStatementRequest.newBuilder().setQuery(sql).build();
    Result result = flight.doAction(action("CreatePreparedStatement", request), headers()).next();
    return new Prepared(
        Any.parseFrom(result.getBody()).unpack(ActionCreatePreparedStatementResult.class));
  }

  void bind(Prepared prepared, VectorSchemaRoot parameters) {
    FlightClient.ClientStreamListener listener =
        flight.startPut(
            descriptor(prepared),
            parameters,
            new DictionaryProvider.MapDictionaryProvider(),
            new org.apache.arrow.flight.AsyncPutListener(),
            headers());
    listener.putNext();
    listener.completed();
    listener.getResult();
  }

  /** Runs it as a query, whatever it is. */
  FlightInfo execute(Prepared prepared) {
    return flight.getInfo(descriptor(prepared), headers());
  }

  Schema schema(Prepared prepared) {
    return flight.getSchema(descriptor(prepared), headers()).getSchema();
  }

  /** The receiver closes it. */
  FlightStream openStream(FlightInfo info) {
    return flight.getStream(info.getEndpoints().get(0).getTicket(), headers());
  }

  void closeStatement(Prepared prepared) {
    Message request =
        ActionClosePreparedStatementRequest.newBuilder()
            .setPreparedStatementHandle(prepared.handle())
            .build();
    flight.doAction(action("ClosePreparedStatement", request), headers()).forEachRemaining(r -> {});
  }

  private static Action action(String type, Message request) {
    return new Action(type, Any.pack(request).toByteArray());
  }

  private static FlightDescriptor descriptor(Prepared prepared) {
    Message command =
        CommandPreparedStatementQuery.newBuilder()
            .setPreparedStatementHandle(prepared.handle())
            .build();
    return FlightDescriptor.command(Any.pack(command).toByteArray());
  }

  @Override
  public void close() throws InterruptedException {
    flight.close();
  }

  /** Takes over every token that a response has. */
  private final class Tokens implements FlightClientMiddleware {
    @Override
    public void onBeforeSendingHeaders(CallHeaders outgoingHeaders) {}

    @Override
    public void onHeadersReceived(CallHeaders incomingHeaders) {
      String token = incomingHeaders.get("authorization");
      if (token != null) {
        authorization = token;
      }
    }

    @Override
    public void onCallCompleted(CallStatus status) {}
  }
}
