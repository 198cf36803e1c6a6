defmodule Rooms do
  # In the tree: {Registry, keys: :unique, name: Rooms.Names} and
  # {DynamicSupervisor, name: Rooms, max_children: 1_000}
  def get_or_start(room) do
    name = {:via, Registry, {Rooms.Names, room}}
    start = {Agent, :start_link, [fn -> [] end, [name: name]]}
    child = %{id: room, start: start}

    case DynamicSupervisor.start_child(Rooms, child) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, pid}} -> {:ok, pid}
      {:error, reason} -> {:error, reason}
    end
  end
end
