defmodule Rooms do
  # In the tree: {Registry, keys: :unique, name: Rooms.Names} and
  # {DynamicSupervisor, name: Rooms, max_children: 1_000}
  # Room is what there is one of for each: its start_link takes the name.
  # Where its restart is :temporary, whoever needs it next starts it anew.
  def get_or_start(room) do
    name = {:via, Registry, {Rooms.Names, room}}

    case DynamicSupervisor.start_child(Rooms, {Room, name: name}) do
      {:ok, pid} -> {:ok, pid}
      {:error, {:already_started, pid}} -> {:ok, pid}
      {:error, reason} -> {:error, reason}
    end
  end
end
