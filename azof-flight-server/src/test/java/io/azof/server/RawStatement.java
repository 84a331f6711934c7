package io.azof.server;

import com.google.protobuf.Any;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A prepared statement in plain Flight, for what the Flight SQL client of Arrow cannot send. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class RawStatement implements AutoCloseable {
  private final FlightClient client;
  private final FlightDescriptor descriptor;

  private RawStatement(FlightClient client, FlightDescriptor descriptor) {
    this.client = client;
    this.descriptor = descriptor;
  }

  static RawStatement prepare(RunningServer server, BufferAllocator memory) {
    FlightClient client =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .build();
    Action prepare =
        new Action(
            FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType(),
            Any.pack(
                    FlightSql.ActionCreatePreparedStatementRequest.newBuilder()
                        .setQuery("q")
                        .build())
                .toByteArray());
    FlightSql.ActionCreatePreparedStatementResult result =
        FlightSqlUtils.unpackAndParseOrThrow(
            client.doAction(prepare).next().getBody(),
            FlightSql.ActionCreatePreparedStatementResult.class);
    FlightSql.CommandPreparedStatementQuery command =
        FlightSql.CommandPreparedStatementQuery.newBuilder()
            .setPreparedStatementHandle(result.getPreparedStatementHandle())
            .build();
    return new RawStatement(client, FlightDescriptor.command(Any.pack(command).toByteArray()));
  }

  void bind(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    FlightClient.ClientStreamListener listener =
        client.startPut(descriptor, root, dictionaries, new AsyncPutListener());
    listener.putNext();
    listener.completed();
    listener.getResult();
  }

  /** Reads the whole result. */
  void run() throws Exception {
    FlightInfo info = client.getInfo(descriptor);
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      boolean more = true;
      while (more) {
        more = stream.next();
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    client.close();
  }
}
