package io.azof.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that waits for Ctrl-C or a termination signal close what it opened and end the
 * process as it wants; a second signal ends it at once. A command that does not wait ends at once.
 */
final class CtrlC {
  /**
   * Where signals cannot be handled, the process ends when it is asked to, after so long at most.
   */
  private static final long GRACE_SECONDS_MAX = 60;

  private static final int INTERRUPTED_CODE = 130;
  private static final int TERMINATED_CODE = 143;

  private final CountDownLatch pressed = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean awaited;

  private CtrlC() {}

  static CtrlC watch() {
    CtrlC ctrlC = new CtrlC();
    Runtime.getRuntime().addShutdownHook(new Thread(ctrlC::end, "azof-ctrl-c"));
    return ctrlC;
  }

  void await() throws InterruptedException {
    awaited = true;
    handle("INT", INTERRUPTED_CODE);
    handle("TERM", TERMINATED_CODE);
    pressed.await();
  }

  /** Says that the command has closed everything. */
  void finished() {
    finished.countDown();
  }

  /**
   * A process that only runs hooks when it is told to end cannot say how it ended. The class that
   * can do better is supported by every JDK, but compilers warn of it, whatever they are told.
   */
  private void handle(String signal, int exitCode) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
              return method.invoke(this, arguments);
            }
            press(exitCode);
            return null;
          };
      type.getMethod("handle", type, handlerType)
          .invoke(
              null,
              type.getConstructor(String.class).newInstance(signal),
              Proxy.newProxyInstance(
                  handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) { // as with java -Xrs
        throw new IllegalStateException(e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void press(int exitCode) {
    if (pressed.getCount() == 0) {
      Runtime.getRuntime().halt(exitCode);
    }
    pressed.countDown();
  }

  private void end() {
    pressed.countDown();
    if (!awaited) {
      return;
    }
    try {
      if (!finished.await(GRACE_SECONDS_MAX, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
