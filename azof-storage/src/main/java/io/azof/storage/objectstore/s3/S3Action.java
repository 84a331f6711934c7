package io.azof.storage.objectstore.s3;

/** What is done to an object or a bucket, and the right that it takes. */
enum S3Action {
  READ("read", "s3:GetObject"),
  WRITE("write", "s3:PutObject"),
  DELETE("delete", "s3:DeleteObject"),
  LIST("list", "s3:ListBucket");

  private final String verb;
  private final String right;

  S3Action(String verb, String right) {
    this.verb = verb;
    this.right = right;
  }

  String verb() {
    return verb;
  }

  String right() {
    return right;
  }
}
