defmodule Rooms do
  # In the tree: {Registry, keys: :unique, name: Rooms.Names}
  # A key may be any value: never make an atom of a room's name.
  # An Agent takes its name in the same way, :gen_statem before its module.
  def open(room) do
    name = {:via, Registry, {Rooms.Names, room}}
    GenServer.start_link(Room, room, name: name)
  end

  def say(room, line) do
    case Registry.lookup(Rooms.Names, room) do
      [{pid, _}] -> GenServer.cast(pid, {:say, line})
      [] -> {:error, :nobody}
    end
  end
end
