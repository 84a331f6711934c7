package io.azof.server.transport;

import io.azof.server.security.Peer;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From where each call comes. Flight runs its middleware before any interceptor that a server adds,
 * and does not tell it the address: a tracer is told before that.
 */
public final class CallPeers extends ServerStreamTracer.Factory {
  private static final Context.Key<Tracer> TRACER = Context.key("azof-call-peer");
  private static final Peer UNKNOWN = new Peer("an unknown address", Optional.empty());

  /** The peer of the call that this thread works for. */
  public static Peer current() {
    Tracer tracer = TRACER.get();
    return tracer == null ? UNKNOWN : tracer.peer;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
    return new Tracer();
  }

  private static final class Tracer extends ServerStreamTracer {
    private volatile Peer peer = UNKNOWN;

    @Override
    public Context filterContext(Context context) {
      return context.withValue(TRACER, this);
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      Attributes attributes = call.getAttributes();
      peer =
          new Peer(
              address(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
              CertificateName.of(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
    }

    private static String address(@Nullable SocketAddress address) {
      return address instanceof InetSocketAddress internet && internet.getAddress() != null
          ? internet.getAddress().getHostAddress()
          : UNKNOWN.address();
    }
  }
}
