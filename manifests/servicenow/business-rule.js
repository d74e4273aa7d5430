(function executeRule(current, previous /*null in async rules*/) {
  // Ids only: the body is plain ASCII (the signature is over bytes) and carries no personal data into logs.
  var table = current.getTableName();
  var count = current.getValue('sys_mod_count');
  var eventId = table + ':' + current.getUniqueValue() + ':' + count;
  var body = JSON.stringify({
    v: 1,
    event_id: eventId,
    table: table,
    sys_id: current.getUniqueValue(),
    number: current.getValue('number'),
    operation: current.operation() + '',
    sys_mod_count: parseInt(count, 10),
    sys_updated_on: current.getValue('sys_updated_on'),
    instance: gs.getProperty('instance_name'),
    changed_by: gs.getUserName()
  });
  var timestamp = '' + Math.floor(new GlideDateTime().getNumericValue() / 1000);
  // The key is Base64 in the property and generateMac decodes it; the MAC comes back as Base64.
  // In a scoped application: new CertificateEncryption().generateMac(...)
  var mac = new GlideCertificateEncryption().generateMac(gs.getProperty('itam.webhook.key'), 'HmacSHA256', timestamp + '.' + body);

  var push = new sn_ws.RESTMessageV2();
  push.setEndpoint(gs.getProperty('itam.webhook.url'));
  push.setHttpMethod('post');
  push.setHttpTimeout(5000);
  push.setRequestHeader('Content-Type', 'application/json');
  push.setRequestHeader('X-Itam-Timestamp', timestamp);
  push.setRequestHeader('X-Itam-Signature', 'sha256=' + mac);
  push.setRequestHeader('X-Itam-Event-Id', eventId);
  push.setRequestBody(body);
  try {
    var status = push.execute().getStatusCode();
    if (status < 200 || status > 299) {
      gs.warn('ITAM push of ' + eventId + ' was answered with ' + status);
    }
  } catch (problem) {
    gs.warn('ITAM push of ' + eventId + ' failed: ' + problem);
  }
})(current, previous);
