defmodule Rooms do
  # In the tree: {Registry, keys: :unique, name: Rooms.Names}
  # A key may be any value: never make an atom of a room's name.
  def open(room) do
    Agent.start_link(fn -> [] end,
      name: {:via, Registry, {Rooms.Names, room}}
    )
  end

  def say(room, line) do
    case Registry.lookup(Rooms.Names, room) do
      [{pid, _}] -> Agent.update(pid, &[line | &1])
      [] -> {:error, :nobody}
    end
  end
end
