package io.azof.storage.objectstore.s3;

import io.azof.storage.objectstore.ObjectKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and where in it a store begins.
 *
 * @param bucket its name
 * @param prefix with what each key begins: empty, or ending in a slash
 */
record S3Location(String bucket, String prefix) {
  private static final Pattern FORM =
      Pattern.compile("s3a?://([a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9])(?:/(.*))?");

  /**
   * @throws IllegalArgumentException when the text is not of the form s3://BUCKET/PREFIX
   */
  static S3Location parse(String uri) {
    Matcher matcher = FORM.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("it is not of the form s3://BUCKET/PREFIX");
    }
    String rest = matcher.group(2);
    String path = rest == null ? "" : rest.replaceFirst("/$", "");
    String prefix = path.isEmpty() ? "" : ObjectKey.require(path) + "/";
    return new S3Location(matcher.group(1), prefix);
  }

  /** The name in the bucket of a key of the store. */
  String name(String key) {
    return prefix + ObjectKey.require(key);
  }

  /** For messages, and to tell stores apart. */
  String uri(String key) {
    return "s3://" + bucket + "/" + prefix + key;
  }

  @Override
  public String toString() {
    return ("s3://" + bucket + "/" + prefix).replaceFirst("/$", "");
  }
}
