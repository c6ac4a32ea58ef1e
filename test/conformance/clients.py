"""Stock boto3 and AWS CLI against the laptop's endpoint: put, run, query, list. Prints one line a step."""

import json
import os
import subprocess
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone

import boto3

ENV = os.environ["SLUICE_ENV"]
RECORDS = 1000


def step(name, value):
    print(f"ok  {name}: {value}", flush=True)
    return value


def transaction(number, now):
    return {
        "transaction_id": f"boto-{number}",
        "source_system": "conformance",
        "transaction_time": (now - timedelta(minutes=number % 600)).isoformat(timespec="milliseconds"),
        "event_time": (now - timedelta(minutes=number % 600)).isoformat(timespec="milliseconds"),
        "channel": "web",
        "type": "sale",
        "status": "COMPLETED",
        "currency": "USD",
        "amount": "12.50",
        "items": [{"product_id": f"p{number % 7}", "quantity": "1", "line_amount": "12.50"}],
    }


def put_records():
    """1,000 records in calls of 500; what Kinesis refused is sent again."""
    kinesis = boto3.client("kinesis")
    now = datetime.now(timezone.utc)
    records = [
        {"Data": json.dumps(transaction(n, now)).encode(), "PartitionKey": f"k{n}"}
        for n in range(RECORDS)
    ]
    pending, sent = records, 0
    while pending:
        batch, rest = pending[:500], pending[500:]
        answer = kinesis.put_records(StreamName=f"sluice-{ENV}-transactions", Records=batch)
        refused = [r for r, a in zip(batch, answer["Records"]) if "ErrorCode" in a]
        sent += len(batch) - len(refused)
        pending = refused + rest
    return sent


def run_pipeline():
    """Starts the scheduled kind of run and waits for its end."""
    machines = boto3.client("stepfunctions")
    account = boto3.client("sts").get_caller_identity()["Account"]
    region = machines.meta.region_name
    arn = f"arn:aws:states:{region}:{account}:stateMachine:sluice-{ENV}-medallion"
    execution = machines.start_execution(
        stateMachineArn=arn, name=f"conformance-{uuid.uuid4()}", input="{}"
    )["executionArn"]
    while True:
        state = machines.describe_execution(executionArn=execution)
        if state["status"] != "RUNNING":
            return state["status"]
        time.sleep(0.3)


def query(sql):
    """Rows of one Athena query, without the header."""
    athena = boto3.client("athena")
    execution = athena.start_query_execution(QueryString=sql, WorkGroup="sluice-analysts")[
        "QueryExecutionId"
    ]
    while True:
        state = athena.get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Status"]
        if state["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
            break
        time.sleep(0.1)
    if state["State"] != "SUCCEEDED":
        sys.exit(f"query {state['State']}: {state.get('StateChangeReason')}")
    rows = athena.get_query_results(QueryExecutionId=execution)["ResultSet"]["Rows"]
    return [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows[1:]]


def cli(*arguments):
    """The stock AWS CLI's answer, as parsed JSON."""
    answer = subprocess.run(
        [sys.executable, "-m", "awscli", *arguments, "--output", "json"],
        check=True, capture_output=True, text=True,
    )
    return json.loads(answer.stdout or "null")


def wait_for_bronze(sent):
    """Firehose delivers in the background; the count is asked until all of it is there."""
    for _ in range(120):
        counted = query("SELECT count(*) FROM bronze.transactions WHERE source_system = 'conformance'")
        if int(counted[0][0]) >= sent:
            return int(counted[0][0])
        time.sleep(0.5)
    sys.exit("the records did not reach bronze within a minute")


def main():
    account = step("boto3 sts get_caller_identity", boto3.client("sts").get_caller_identity()["Account"])
    sent = step("boto3 kinesis put_records", put_records())
    step("records in bronze", wait_for_bronze(sent))
    status = step("boto3 stepfunctions medallion", run_pipeline())
    silver = "SELECT count(*) FROM silver.transactions WHERE source_system = 'conformance'"
    rows = step("boto3 athena rows in silver", int(query(silver)[0][0]))
    step("boto3 s3 buckets", len(boto3.client("s3").list_buckets()["Buckets"]))
    region = os.environ["AWS_REGION"]
    lake = f"sluice-{ENV}-lake-{account}-{region}"
    listed = boto3.client("s3").list_objects_v2(Bucket=lake, Prefix="silver/")
    step("boto3 s3 silver objects", listed["KeyCount"])
    streams = cli("kinesis", "list-streams")["StreamNames"]
    step("aws kinesis list-streams", streams)
    tables = cli("glue", "get-tables", "--database-name", "gold")["TableList"]
    step("aws glue get-tables gold", len(tables))
    arn = f"arn:aws:states:{region}:{account}:stateMachine:sluice-{ENV}-medallion"
    executions = cli("stepfunctions", "list-executions", "--state-machine-arn", arn)["executions"]
    step("aws stepfunctions list-executions", len(executions))
    objects = cli("s3api", "list-objects-v2", "--bucket", lake, "--prefix", "bronze/")
    step("aws s3api list-objects-v2 bronze", len(objects["Contents"]))
    if status != "SUCCEEDED" or rows != sent or not listed["KeyCount"] or not tables:
        sys.exit(f"differs: run {status}, sent {sent}, silver {rows}")
    print("clients agree")


main()
