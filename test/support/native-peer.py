"""Prints what pymavlink's DFReader or pyulog find in a log, as JSON: counts, times, and some values of each stream."""

import json
import math
import sys


def dataflash(path):
    from pymavlink import DFReader

    log = DFReader.DFReader_binary(path)
    streams = {}
    while True:
        message = log.recv_msg()
        if message is None:
            break
        instance = 0
        if message.fmt.instance_field is not None:
            instance = int(getattr(message, message.fmt.instance_field))
        name = message.get_type()
        key = name if instance == 0 else f"{name}[{instance}]"
        stream = streams.setdefault(key, {"count": 0, "units": {}, "rows": []})
        stream["count"] += 1
        if len(stream["rows"]) < 50:
            fields = {}
            for field in message.get_fieldnames():
                value = getattr(message, field)
                fields[field] = list(value) if hasattr(value, "tolist") else value
            stream["rows"].append({"utcMs": message._timestamp * 1000, "fields": fields})
        if message.fmt.units is not None:
            stream["units"] = dict(zip(message.fmt.columns, message.fmt.units))
    return {"streams": streams}


def ulog(path):
    from pyulog import ULog

    log = ULog(path)
    streams = {}
    for data in log.data_list:
        key = data.name if data.multi_id == 0 else f"{data.name}[{data.multi_id}]"
        count = len(data.data["timestamp"])
        rows = [{name: float(values[n]) for name, values in data.data.items()} for n in range(min(count, 50))]
        streams[key] = {"count": count, "rows": rows}
    return {
        "streams": streams,
        "parameters": log.initial_parameters,
        "texts": [[m.log_level_str(), m.message] for m in log.logged_messages],
        "dropouts": [d.duration for d in log.dropouts],
        "corrupt": log.file_corruption,
    }


def clean(value):
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


read = {"dataflash": dataflash, "ulog": ulog}[sys.argv[1]]
print(json.dumps(clean(read(sys.argv[2])), default=str))
