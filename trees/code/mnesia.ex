defmodule Accounts do
  # Everything in the function happens, or nothing does. The row of a cache
  # has the value and its age, and is written in the same way.
  def transfer(from, to, amount) when amount > 0 do
    :mnesia.transaction(fn ->
      add(from, -amount)
      add(to, amount)
    end)
  end

  # It reads what was written before, so `from` may be `to`.
  defp add(id, amount) do
    [{:account, ^id, has}] = :mnesia.read(:account, id, :write)
    if has + amount < 0, do: :mnesia.abort(:not_enough)
    :mnesia.write({:account, id, has + amount})
  end
end
