defmodule Seats do
  # Once, when the nodes see each other. ram_copies, the default, are in the
  # memory of each of them; they are gone when the last of them stops.
  def create(nodes \\ [node()]) do
    :rpc.multicall(nodes, :mnesia, :start, [])
    :mnesia.change_config(:extra_db_nodes, nodes -- [node()])
    fields = [:id, :who]
    :mnesia.create_table(:seat, ram_copies: nodes, attributes: fields)
  end

  # Every node reads the copy of its own.
  def taken?(seat), do: :mnesia.dirty_read(:seat, seat) != []

  # All of these seats, or none of them, on all nodes.
  def take(seats, who) do
    :mnesia.transaction(fn ->
      for seat <- seats do
        free = :mnesia.read(:seat, seat, :write) == []
        if !free, do: :mnesia.abort(:taken)
        :mnesia.write({:seat, seat, who})
      end
    end)
  end
end
