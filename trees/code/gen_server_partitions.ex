defmodule Stocks do
  # In the tree: {PartitionSupervisor, child_spec: Stock, name: Stocks}
  # Stock is the GenServer. There is one for each scheduler, and an item is
  # always with the same of them, which alone knows how many there are.
  def take(item, n), do: GenServer.call(server(item), {:take, item, n})

  # Of all items at once nobody knows: ask each, and add up.
  def count do
    servers = PartitionSupervisor.which_children(Stocks)
    Enum.sum(for {_, pid, _, _} <- servers, do: GenServer.call(pid, :count))
  end

  defp server(item), do: {:via, PartitionSupervisor, {Stocks, item}}
end
