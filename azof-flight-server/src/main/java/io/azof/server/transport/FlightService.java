package io.azof.server.transport;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.flight.auth.ServerAuthInterceptor;
import org.apache.arrow.flight.grpc.ServerBackpressureThresholdInterceptor;
import org.apache.arrow.flight.grpc.ServerInterceptorAdapter;
import org.apache.arrow.flight.grpc.ServerInterceptorAdapter.KeyFactory;
import org.apache.arrow.memory.BufferAllocator;

/** Flight as a service of gRPC, as Flight's own server would make it. */
public final class FlightService {
  /** As long as so much of a result waits in memory for its client, no more is made. */
  private static final int WAITING_BYTES_MAX = 2 << 20;

  private FlightService() {}

  /**
   * Only the calls of this service pass the middleware, not those of others on the same port.
   *
   * @param middleware in the order in which they see a call
   * @param memory where messages of clients are read into
   * @param uploads reads what clients send
   */
  @SuppressWarnings(
      "deprecation") // Flight asks for the handler of its old logins, if only for none
  public static ServerServiceDefinition of(
      FlightProducer producer,
      List<KeyFactory<?>> middleware,
      BufferAllocator memory,
      ExecutorService uploads) {
    return ServerInterceptors.intercept( // the last one comes first
        FlightGrpcUtils.createFlightService(memory, producer, ServerAuthHandler.NO_OP, uploads),
        new ServerBackpressureThresholdInterceptor(WAITING_BYTES_MAX),
        new ServerAuthInterceptor(ServerAuthHandler.NO_OP),
        new ServerInterceptorAdapter(middleware));
  }
}
