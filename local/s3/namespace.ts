/** XML namespace of S3's answers. */
export const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
