package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.security.Principal;
import io.azof.server.security.Rights;
import io.azof.server.session.Sessions;
import io.azof.server.statement.JsonObject;
import io.azof.server.statement.RunProgress;
import io.azof.server.statement.RunStop;
import io.azof.server.statement.RunningStatements;
import io.azof.server.statement.StatementFacts;
import io.azof.server.statement.StatementRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.Result;

/**
 * What runs, and who has set what, for {@code azof queries}, {@code azof kill} and {@code azof
 * sessions}. A user sees and ends what is their own; one with the right {@code admin}, everybody's.
 */
public final class AdminActions {
  /** Lists what runs: a JSON object in each result. */
  public static final String QUERIES = "azof.queries";

  /** Ends the statement whose id is the body: a JSON object as the result. */
  public static final String KILL = "azof.kill";

  /** Lists the sessions that have set something: a JSON object in each result. */
  public static final String SESSIONS = "azof.sessions";

  /** Those that clients may ask for. */
  static final List<ActionType> TYPES =
      List.of(
          new ActionType(QUERIES, "Lists the statements that run; a JSON object in each result"),
          new ActionType(KILL, "Ends the statement whose id is the body"),
          new ActionType(SESSIONS, "Lists the sessions that have set something"));

  private final RunningStatements running;
  private final Sessions sessions;
  private final InstantSource clock;

  /**
   * @param clock by which it is measured how long statements run
   */
  public AdminActions(RunningStatements running, Sessions sessions, InstantSource clock) {
    this.running = running;
    this.sessions = sessions;
    this.clock = clock;
  }

  static boolean isKnown(String type) {
    return TYPES.stream().anyMatch(known -> known.getType().equals(type));
  }

  void run(Action action, Principal caller, StreamListener<Result> listener) {
    switch (action.getType()) {
      case QUERIES -> queries(caller, listener);
      case KILL -> kill(new String(action.getBody(), StandardCharsets.UTF_8), caller, listener);
      default -> sessions(caller, listener);
    }
    listener.onCompleted();
  }

  private void queries(Principal caller, StreamListener<Result> listener) {
    Instant now = clock.instant();
    for (StatementRun run : running.all()) {
      if (isVisible(run.facts().origin().user(), caller)) {
        listener.onNext(object(out -> put(out, run, now)));
      }
    }
  }

  private static void put(JsonObject out, StatementRun run, Instant now) {
    StatementFacts facts = run.facts();
    RunProgress progress = run.progress();
    out.put("id", facts.id())
        .put("user", facts.origin().user())
        .put("peer", facts.origin().peer())
        .put("session", facts.origin().session())
        .put("begin", facts.begin())
        .put("millis", Duration.between(facts.begin(), now).toMillis())
        .put("state", progress.state().name().toLowerCase(Locale.ROOT))
        .put("rows", progress.rows())
        .put("bytes", progress.bytes())
        .put("requests", progress.traffic().requests())
        .put("as_of", facts.asOf())
        .put("sql", facts.sql());
  }

  private void kill(String id, Principal caller, StreamListener<Result> listener) {
    StatementRun run =
        running
            .find(id)
            .orElseThrow(
                () ->
                    new AzofException(
                        ErrorCode.ARGUMENT_INVALID,
                        "No statement \"" + id + "\" runs; azof queries lists those that do"));
    String owner = run.facts().origin().user();
    if (!isVisible(owner, caller)) {
      throw new AzofException(
          ErrorCode.PERMISSION_DENIED,
          "Statement " + id + " is another user's; only somebody with the right admin can end it");
    }
    run.stop(RunStop.byUser(caller.name()));
    listener.onNext(
        object(out -> out.put("id", id).put("user", owner).put("sql", run.facts().sql())));
  }

  private void sessions(Principal caller, StreamListener<Result> listener) {
    for (Sessions.Session session : sessions.all()) {
      String owner = SessionKeys.owner(session.key());
      if (isVisible(owner, caller)) {
        listener.onNext(
            object(
                out ->
                    out.put("session", Sessions.nameOf(session.key()))
                        .put("user", owner)
                        .put("settings", session.settings().text())
                        .put("last_use", session.lastUse())
                        .put("queries", queriesOf(Sessions.nameOf(session.key())))));
      }
    }
  }

  private long queriesOf(String session) {
    Optional<String> name = Optional.of(session);
    return running.all().stream()
        .filter(run -> run.facts().origin().session().equals(name))
        .count();
  }

  /** Ends the runs of a user whose rows are fetched by a ticket; false when there is none. */
  boolean cancel(String ticket, Principal caller) {
    boolean stopped = false;
    for (StatementRun run : running.all()) {
      if (run.ticket().equals(Optional.of(ticket))
          && run.facts().origin().user().equals(caller.name())) {
        stopped |= run.stop(RunStop.byClient(false));
      }
    }
    return stopped;
  }

  private static boolean isVisible(String owner, Principal caller) {
    return caller.rights() == Rights.ADMIN || owner.equals(caller.name());
  }

  private static Result object(Consumer<JsonObject> fields) {
    return new Result(JsonObject.text(fields).getBytes(StandardCharsets.UTF_8));
  }
}
