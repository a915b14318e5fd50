"""A pymodbus server that speaks RTU frames in a TCP stream, for the interoperability test.

Units 17 and 18. Holding register a starts as 3 a, input register a as 5 a + 1, coil a is on when a is divisible by 3,
discrete input a when divisible by 7. Prints its port, then every write that it carries out.
"""

import asyncio

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer

ITEMS = 4096


class Printing(ModbusSequentialDataBlock):
    """Prints writes."""

    def setValues(self, address, values):
        print("write", address, values, flush=True)
        super().setValues(address, values)


def unit():
    """One unit with its four tables."""
    return ModbusSlaveContext(
        hr=Printing(0, [(3 * a) & 0xFFFF for a in range(ITEMS)]),
        ir=ModbusSequentialDataBlock(0, [(5 * a + 1) & 0xFFFF for a in range(ITEMS)]),
        co=Printing(0, [a % 3 == 0 for a in range(ITEMS)]),
        di=ModbusSequentialDataBlock(0, [a % 7 == 0 for a in range(ITEMS)]),
        zero_mode=True,
    )


async def main():
    """Serve until killed."""
    context = ModbusServerContext(slaves={17: unit(), 18: unit()}, single=False)
    server = ModbusTcpServer(context, framer=ModbusRtuFramer, address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await serving


asyncio.run(main())
