defmodule Accounts do
  @fields [:id, :balance]

  # Once, on all nodes that keep a copy. The default is ram_copies, which no
  # disk has: right for what may start empty, as a cache or a table.
  def create(nodes \\ [node()]) do
    :mnesia.create_schema(nodes)
    :rpc.multicall(nodes, :mnesia, :start, [])
    :mnesia.create_table(:account, disc_copies: nodes, attributes: @fields)
  end

  # Everything in the function happens, or nothing does.
  def transfer(from, to, amount) when amount > 0 do
    :mnesia.transaction(fn ->
      [{:account, ^from, has}] = :mnesia.read(:account, from, :write)
      if has < amount, do: :mnesia.abort(:not_enough)
      :mnesia.write({:account, from, has - amount})
      # Read after that, for `to` may be `from`.
      [{:account, ^to, has}] = :mnesia.read(:account, to, :write)
      :mnesia.write({:account, to, has + amount})
    end)
  end
end
