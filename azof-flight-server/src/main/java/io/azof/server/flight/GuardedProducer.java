package io.azof.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.flight.error.CallErrors;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PollInfo;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;

/** Passes every call on, and turns whatever is thrown into the status for the client. */
public final class GuardedProducer implements FlightProducer {
  private final FlightProducer producer;
  private final CallErrors errors;

  public GuardedProducer(FlightProducer producer, CallErrors errors) {
    this.producer = producer;
    this.errors = errors;
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    guarded(() -> producer.getStream(context, command(ticket), listener));
  }

  @Override
  public void listFlights(
      CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
    guarded(() -> producer.listFlights(context, criteria, translated(listener)));
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return guarded(() -> producer.getFlightInfo(context, command(descriptor)));
  }

  @Override
  public PollInfo pollFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return guarded(() -> producer.pollFlightInfo(context, command(descriptor)));
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    return guarded(() -> producer.getSchema(context, command(descriptor)));
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> listener) {
    return () -> {
      try {
        command(stream.getDescriptor());
        producer.acceptPut(context, stream, translated(listener)).run();
      } catch (Throwable e) {
        throw errors.translate(e);
      }
    };
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    guarded(
        () -> {
          context.getMiddleware(CallIntake.KEY).require(action);
          producer.doAction(context, action, translated(listener));
        });
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    guarded(() -> producer.listActions(context, translated(listener)));
  }

  /** Flight SQL asks by commands; a path names nothing here. */
  private static FlightDescriptor command(FlightDescriptor descriptor) {
    if (!descriptor.isCommand()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "There is nothing at " + descriptor + "; ask with a Flight SQL command");
    }
    return descriptor;
  }

  /** What is no message at all, Flight SQL would pass on past this class. */
  private static Ticket command(Ticket ticket) {
    try {
      return new Ticket(Any.parseFrom(ticket.getBytes()).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "The ticket is no Flight SQL command", e);
    }
  }

  private void guarded(Runnable call) {
    guarded(
        () -> {
          call.run();
          return call;
        });
  }

  private <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (Throwable e) {
      throw errors.translate(e);
    }
  }

  private <T> StreamListener<T> translated(StreamListener<T> listener) {
    return new StreamListener<>() {
      @Override
      public void onNext(T value) {
        listener.onNext(value);
      }

      @Override
      public void onError(Throwable error) {
        listener.onError(errors.translate(error));
      }

      @Override
      public void onCompleted() {
        listener.onCompleted();
      }
    };
  }
}
